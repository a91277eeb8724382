from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0017_conduct_before_suspensions_ended")]

    operations = [
        migrations.AddConstraint(
            model_name='conductexclusion',
            constraint=models.UniqueConstraint(fields=('report', 'person'), name='one_exclusion_by_report'),
        ),
        migrations.AddConstraint(
            model_name='conductsuspension',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('report', 'person'), name='one_suspension_by_report'),
        ),
        migrations.AddConstraint(
            model_name='conductsuspension',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', False), models.Q(('confirmed_at__isnull', False), ('lifted_at', None)), _connector='OR'), name='suspended_for_good_by_two'),
        ),
        migrations.AddConstraint(
            model_name='conductsuspension',
            constraint=models.CheckConstraint(condition=models.Q(('by', None), ('confirmed_by', None), models.Q(('by', models.F('confirmed_by')), _negated=True), _connector='OR'), name='suspension_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='conductsuspension',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_by', None), models.Q(('lifted_by', models.F('person')), _negated=True), _connector='OR'), name='nobody_lifts_their_suspension'),
        ),
    ]
