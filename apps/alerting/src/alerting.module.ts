import { Module } from '@nestjs/common';
import { AlertingController } from './alerting.controller';
import { AlertingService } from './alerting.service';
import { RuleChangesService } from './rule-changes.service';

/** Windows and forecasts in, alerts with a life out. */
@Module({ controllers: [AlertingController], providers: [AlertingService, RuleChangesService] })
export class AlertingModule {}
