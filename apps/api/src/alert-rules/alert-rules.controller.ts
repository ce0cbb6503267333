import { Body, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import {
  alertRuleListResponseSchema,
  alertRuleQuerySchema,
  alertRuleResponseSchema,
  type AlertRuleResponse as AlertRuleView,
  createAlertRuleRequestSchema,
  previewAlertRuleRequestSchema,
  previewAlertRuleResponseSchema,
  updateAlertRuleRequestSchema,
} from '@fettle/contracts';
import {
  createAlertRule,
  deleteAlertRule,
  findAlertRule,
  listAlertRules,
  type StoredAlertRule,
  updateAlertRule,
} from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { byName } from '../http/cursors';
import { IdParams } from '../http/id.params';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { Needs } from '../sessions/needs.decorator';
import { checkRule } from './rule-check';
import { RulePreviews } from './rule-preview.service';

class AlertRuleQuery extends createZodDto(alertRuleQuerySchema) {}
class AlertRuleListResponse extends createZodDto(alertRuleListResponseSchema) {}
class AlertRuleResponse extends createZodDto(alertRuleResponseSchema) {}
class CreateAlertRuleRequest extends createZodDto(createAlertRuleRequestSchema) {}
class PreviewAlertRuleRequest extends createZodDto(previewAlertRuleRequestSchema) {}
class PreviewAlertRuleResponse extends createZodDto(previewAlertRuleResponseSchema) {}
class UpdateAlertRuleRequest extends createZodDto(updateAlertRuleRequestSchema) {}

function show({ tenantId: _tenantId, createdAt, updatedAt, ...rule }: StoredAlertRule): AlertRuleView {
  return {
    ...rule,
    assetIds: rule.assetIds && [...rule.assetIds],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** What operators want to be told of. A change is in force at once. */
@ApiController('alert-rules')
export class AlertRulesController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(RulePreviews) private readonly previews: RulePreviews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: AlertRuleListResponse })
  async list(@Session() session: CurrentSession, @Query() { cursor, limit, assetTypeId }: AlertRuleQuery) {
    const after = byName.read(cursor);
    const rules = await this.tenants.run(session, (client, tenantId) =>
      listAlertRules(client, tenantId, { assetTypeId, after, limit: limit + 1 }),
    );
    return byName.page(rules, limit, { key: ({ name, id }) => ({ name, id }), item: show });
  }

  @Get(':id')
  @ZodResponse({ type: AlertRuleResponse })
  async show(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const rule = await this.tenants.run(session, (client, tenantId) => findAlertRule(client, tenantId, id));
    if (!rule) throw apiError('RULE.NOT_FOUND', 'no such alert rule');
    return show(rule);
  }

  @Post()
  @ZodResponse({ status: 201, type: AlertRuleResponse })
  async create(@Session() session: CurrentSession, @Body() body: CreateAlertRuleRequest) {
    const change = { by: session.userId, nowMs: this.clock.nowMs() };
    const rule = await this.tenants.run(session, async (client, tenantId) => {
      await checkRule(client, tenantId, body);
      return createAlertRule(client, tenantId, body, change);
    });
    return show(rule);
  }

  /** What a rule would have done on the past; saves nothing. */
  @Post('preview')
  @Needs('viewer')
  @HttpCode(200)
  @ZodResponse({ type: PreviewAlertRuleResponse })
  preview(@Session() session: CurrentSession, @Body() body: PreviewAlertRuleRequest) {
    return this.previews.preview(session, body);
  }

  @Put(':id')
  @ZodResponse({ type: AlertRuleResponse })
  async update(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Body() { version, ...draft }: UpdateAlertRuleRequest,
  ) {
    const change = { by: session.userId, expectedVersion: version };
    const rule = await this.tenants.run(session, async (client, tenantId) => {
      await checkRule(client, tenantId, draft);
      return updateAlertRule(client, tenantId, id, draft, change);
    });
    return show(rule);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Session() session: CurrentSession, @Param() { id }: IdParams): Promise<void> {
    await this.tenants.run(session, (client, tenantId) =>
      deleteAlertRule(client, tenantId, id, { by: session.userId }),
    );
  }
}
