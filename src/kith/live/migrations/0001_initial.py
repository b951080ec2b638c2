from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Version',
            fields=[
                ('topic', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('version', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('pk', models.CompositePrimaryKey('topic', 'about', 'name', blank=True, editable=False, primary_key=True, serialize=False)),
                ('topic', models.UUIDField()),
                ('about', models.UUIDField()),
                ('name', models.CharField(max_length=40)),
                ('version', models.BigIntegerField()),
            ],
        ),
    ]
