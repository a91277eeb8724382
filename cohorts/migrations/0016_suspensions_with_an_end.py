import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0015_conduct_reports_not_told_of"), ("users", "0005_known_as")]

    operations = [
        migrations.CreateModel(
            name='ConductAdmission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.AlterModelOptions(
            name='conductsuspension',
            options={'ordering': ['since', 'pk']},
        ),
        migrations.RemoveConstraint(
            model_name='conductsuspension',
            name='one_suspension_by_report',
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='users.person'),
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='cohort',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cohorts.cohort'),
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='users.person'),
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='users.person'),
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='conductsuspension',
            name='until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='conductsuspension',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='cohorts.conductreport'),
        ),
        migrations.AddField(
            model_name='conductadmission',
            name='handler',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cohorts.conducthandler'),
        ),
        migrations.AddField(
            model_name='conductadmission',
            name='let_in_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='users.person'),
        ),
        migrations.AddField(
            model_name='conductadmission',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='admissions', to='cohorts.conductreport'),
        ),
        migrations.AddConstraint(
            model_name='conductadmission',
            constraint=models.UniqueConstraint(fields=('report', 'handler'), name='one_admission_by_report'),
        ),
    ]
