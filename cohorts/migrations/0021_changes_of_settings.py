"""The log of a cohort's dates keeps changes of its settings, too, with a reason; two people mend an error in them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("users", "0003_calendar_link"),
        ("cohorts", "0020_invited_addresses_in_one_form"),
    ]

    operations = [
        migrations.RenameModel("ScheduleChange", "CohortChange"),
        migrations.CreateModel(
            name='SettingsProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settings', models.JSONField()),
                ('reason', models.TextField(verbose_name='reason')),
                ('proposed_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='cohortchange',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='users.person'),
        ),
        migrations.AddField(
            model_name='cohortchange',
            name='reason',
            field=models.TextField(blank=True, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='cohortchange',
            name='settings',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='cohortchange',
            name='cohort',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='cohorts.cohort'),
        ),
        migrations.AlterField(
            model_name='cohortchange',
            name='moved',
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name='cohortchange',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('by')), _negated=True), name='change_confirmed_by_another'),
        ),
        migrations.AddField(
            model_name='settingsproposal',
            name='change',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='proposal', to='cohorts.cohortchange'),
        ),
        migrations.AddField(
            model_name='settingsproposal',
            name='cohort',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='settings_proposals', to='cohorts.cohort'),
        ),
        migrations.AddField(
            model_name='settingsproposal',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='users.person'),
        ),
        migrations.AddField(
            model_name='settingsproposal',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='users.person'),
        ),
        migrations.AddConstraint(
            model_name='settingsproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('cohort',), name='one_open_proposal_of_settings'),
        ),
        migrations.AddConstraint(
            model_name='settingsproposal',
            constraint=models.CheckConstraint(condition=models.Q(('change', None), models.Q(('settled_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_confirmed_by_another'),
        ),
    ]
