import { Get, Inject } from '@nestjs/common';
import { tenantResponseSchema } from '@fettle/contracts';
import { describeTenant } from '@fettle/persistence';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';

class TenantResponse extends createZodDto(tenantResponseSchema) {}

/** The own tenant: there is no way to name another. */
@ApiController('tenant')
export class TenantController {
  constructor(@Inject(TenantDatabase) private readonly tenants: TenantDatabase) {}

  @Get()
  @ZodResponse({ type: TenantResponse })
  async show(@Session() session: CurrentSession) {
    const tenant = await this.tenants.run(session, describeTenant);
    if (!tenant) throw apiError('SESSION.REQUIRED', 'sign in first');
    const { id, name, slug, demo, retentionDays, sites, assets, devices } = tenant;
    const { readingsPerSecond, messagesPerSecond, maxDevices } = tenant;
    return {
      ...{ id, name, slug, demo, retentionDays },
      createdAt: tenant.createdAt.toISOString(),
      quota: { readingsPerSecond, messagesPerSecond, maxDevices },
      counts: { sites, assets, devices },
    };
  }
}
