import { Body, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  alertDetailResponseSchema,
  alertListResponseSchema,
  alertQuerySchema,
  alertResponseSchema,
  changeAlertRequestSchema,
  changeAlertsRequestSchema,
  changeAlertsResponseSchema,
} from '@fettle/contracts';
import { describeAlert, listAlerts } from '@fettle/persistence';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { byTime } from '../http/cursors';
import { IdParams } from '../http/id.params';
import { iso } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { Needs } from '../sessions/needs.decorator';
import { AlertChanges, type AlertTransitionName } from './alert-changes.service';
import { showAlert } from './alert-views';

class AlertQuery extends createZodDto(alertQuerySchema) {}
class AlertListResponse extends createZodDto(alertListResponseSchema) {}
class AlertResponse extends createZodDto(alertResponseSchema) {}
class AlertDetailResponse extends createZodDto(alertDetailResponseSchema) {}
class ChangeAlertRequest extends createZodDto(changeAlertRequestSchema.optional().default({})) {}
class ChangeAlertsRequest extends createZodDto(changeAlertsRequestSchema) {}
class ChangeAlertsResponse extends createZodDto(changeAlertsResponseSchema) {}

/** What fired, and whether anyone is on it. */
@ApiController('alerts')
export class AlertsController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(AlertChanges) private readonly changes: AlertChanges,
  ) {}

  @Get()
  @ZodResponse({ type: AlertListResponse })
  async list(@Session() session: CurrentSession, @Query() { cursor, limit, ...filter }: AlertQuery) {
    const from = byTime.read(cursor);
    const page = { ...filter, limit: limit + 1, after: from && { firedAtMs: from.ms, id: from.id } };
    const alerts = await this.tenants.run(session, (client, tenantId) => listAlerts(client, tenantId, page));
    return byTime.page(alerts, limit, {
      key: ({ firedAtMs, alertId }) => ({ ms: firedAtMs, id: alertId }),
      item: showAlert,
    });
  }

  @Get(':id')
  @ZodResponse({ type: AlertDetailResponse })
  async show(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const found = await this.tenants.run(session, (client, tenantId) => describeAlert(client, tenantId, id));
    if (!found) throw apiError('ALERT.NOT_FOUND', 'no such alert');
    const { alert, rule, steps, workOrderIds } = found;
    return {
      ...showAlert(alert),
      condition: rule?.condition ?? null,
      pendingMs: rule?.pendingMs ?? null,
      history: steps.map(({ atMs, state, by, note }) => ({ at: iso(atMs), state, by, note })),
      notifications: [],
      workOrderIds,
    };
  }

  @Post('acknowledge')
  @Needs('crew')
  @HttpCode(200)
  @ZodResponse({ type: ChangeAlertsResponse })
  acknowledgeMany(@Session() session: CurrentSession, @Body() body: ChangeAlertsRequest) {
    return this.changeMany(session, 'acknowledge', body);
  }

  @Post('resolve')
  @Needs('crew')
  @HttpCode(200)
  @ZodResponse({ type: ChangeAlertsResponse })
  resolveMany(@Session() session: CurrentSession, @Body() body: ChangeAlertsRequest) {
    return this.changeMany(session, 'resolve', body);
  }

  @Post(':id/acknowledge')
  @Needs('crew')
  @HttpCode(200)
  @ZodResponse({ type: AlertResponse })
  acknowledge(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Body() body: ChangeAlertRequest,
  ) {
    return this.change(session, 'acknowledge', id, body.note);
  }

  @Post(':id/resolve')
  @Needs('crew')
  @HttpCode(200)
  @ZodResponse({ type: AlertResponse })
  resolve(@Session() session: CurrentSession, @Param() { id }: IdParams, @Body() body: ChangeAlertRequest) {
    return this.change(session, 'resolve', id, body.note);
  }

  private async change(
    session: CurrentSession,
    name: AlertTransitionName,
    id: string,
    note: string | undefined,
  ) {
    const [one] = await this.changes.apply(session, name, [id], note);
    if (!one || one.outcome === 'not_found') throw apiError('ALERT.NOT_FOUND', 'no such alert');
    return showAlert(one.alert);
  }

  private async changeMany(session: CurrentSession, name: AlertTransitionName, body: ChangeAlertsRequest) {
    const outcomes = await this.changes.apply(session, name, body.ids, body.note);
    const isChanged = (_: string, index: number): boolean => outcomes[index]?.outcome === 'changed';
    return {
      changed: body.ids.filter(isChanged),
      unchanged: body.ids.filter((id, index) => !isChanged(id, index)),
    };
  }
}
