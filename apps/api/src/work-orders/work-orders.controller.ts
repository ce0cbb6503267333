import { Body, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import {
  createWorkOrderRequestSchema,
  reportFindingRequestSchema,
  workOrderListResponseSchema,
  workOrderQuerySchema,
  workOrderResponseSchema,
  type WorkOrderResponse as WorkOrder,
} from '@fettle/contracts';
import {
  createWorkOrder,
  findWorkOrder,
  listWorkOrders,
  reportFinding,
  type StoredWorkOrder,
} from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { byTime } from '../http/cursors';
import { IdParams } from '../http/id.params';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { Needs } from '../sessions/needs.decorator';

class WorkOrderQuery extends createZodDto(workOrderQuerySchema) {}
class WorkOrderListResponse extends createZodDto(workOrderListResponseSchema) {}
class WorkOrderResponse extends createZodDto(workOrderResponseSchema) {}
class CreateWorkOrderRequest extends createZodDto(createWorkOrderRequestSchema) {}
class ReportFindingRequest extends createZodDto(reportFindingRequestSchema) {}

function show(order: StoredWorkOrder): WorkOrder {
  return {
    ...order,
    plannedFor: order.plannedFor?.toISOString() ?? null,
    createdAt: order.createdAt.toISOString(),
    finding: order.finding && { ...order.finding, foundAt: order.finding.foundAt.toISOString() },
  };
}

/** What the crew does, and what it found. */
@ApiController('work-orders')
export class WorkOrdersController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: WorkOrderListResponse })
  async list(@Session() session: CurrentSession, @Query() { cursor, limit, ...filter }: WorkOrderQuery) {
    const from = byTime.read(cursor);
    const page = {
      ...filter,
      limit: limit + 1,
      after: from && { createdAt: new Date(from.ms), id: from.id },
    };
    const orders = await this.tenants.run(session, (client, tenantId) =>
      listWorkOrders(client, tenantId, page),
    );
    return byTime.page(orders, limit, {
      key: ({ createdAt, id }) => ({ ms: createdAt.getTime(), id }),
      item: show,
    });
  }

  @Get(':id')
  @ZodResponse({ type: WorkOrderResponse })
  async show(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const order = await this.tenants.run(session, (client, tenantId) => findWorkOrder(client, tenantId, id));
    if (!order) throw apiError('WORK_ORDER.NOT_FOUND', 'no such work order');
    return show(order);
  }

  @Post()
  @Needs('crew')
  @ZodResponse({ status: 201, type: WorkOrderResponse })
  async create(@Session() session: CurrentSession, @Body() body: CreateWorkOrderRequest) {
    const draft = { ...body, plannedFor: body.plannedFor === null ? null : new Date(body.plannedFor) };
    const change = { by: session.userId, nowMs: this.clock.nowMs() };
    return show(
      await this.tenants.run(session, (client, tenantId) => createWorkOrder(client, tenantId, draft, change)),
    );
  }

  @Post(':id/finding')
  @Needs('crew')
  @HttpCode(200)
  @ZodResponse({ type: WorkOrderResponse })
  async finding(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Body() body: ReportFindingRequest,
  ) {
    const foundAt = new Date(body.foundAt ?? this.clock.nowMs());
    const finding = { kind: body.kind, failureMode: body.failureMode, note: body.note, foundAt };
    return show(
      await this.tenants.run(session, (client, tenantId) =>
        reportFinding(client, tenantId, id, finding, session.userId),
      ),
    );
  }
}
