import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mentorship', '0010_extensions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='answer_answers_something',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_side_fits_kind',
        ),
        migrations.AddField(
            model_name='entry',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='mentorship.entry'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('update', 'weekly update'), ('question', 'question'), ('answer', 'answer'), ('feedback', 'feedback'), ('call', 'call'), ('milestone', 'milestone moved'), ('accepted', 'milestone accepted'), ('reply', 'word by a link in a letter'), ('no_reply', 'no reply needed')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['update', 'question', 'reply']), ('side', 'mentee')), models.Q(('kind__in', ['answer', 'feedback', 'accepted', 'no_reply']), ('side', 'mentors')), models.Q(('kind', 'milestone'), ('side__in', ['mentee', 'mentors'])), models.Q(('kind', 'call'), ('side', 'both')), _connector='OR'), name='entry_side_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['answer', 'no_reply']), _negated=True), ('in_reply_to__isnull', False), _connector='OR'), name='answer_answers_something'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', None), ('kind__in', ['update', 'question']), _connector='OR'), name='only_what_asks_is_answered'),
        ),
    ]
