import { Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { Clock } from '@fettle/kernel';
import {
  MAX_PACKAGE_BYTES,
  MAX_PACKAGES,
  modelPackageListResponseSchema,
  type ModelPackageResponse,
  modelPackageResponseSchema,
  packageIdSchema,
  uploadPackageQuerySchema,
} from '@fettle/contracts';
import { PACKAGE_ID_BYTES, readPackage } from '@fettle/model-package';
import {
  deletePackage,
  findPackage,
  insertPackage,
  listPackages,
  type StoredPackage,
} from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import type { Request } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { iso } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { sha256 } from './model-shelf.service';
import { FILE_BODY, fileOf, OCTET_STREAM } from './octet-stream';

class PackageParams extends createZodDto(z.object({ id: packageIdSchema })) {}
class UploadPackageQuery extends createZodDto(uploadPackageQuerySchema) {}
class PackageResponse extends createZodDto(modelPackageResponseSchema) {}
class PackageListResponse extends createZodDto(modelPackageListResponseSchema) {}

/** Signed model packages, kept for the devices that fetch them. */
@ApiController('models/packages')
export class ModelPackagesController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: PackageListResponse })
  async list(@Session() session: CurrentSession) {
    const packages = await this.tenants.run(session, listPackages);
    return { items: packages.map(showPackage), nextCursor: null };
  }

  @Post()
  @ApiConsumes(OCTET_STREAM)
  @ApiBody(FILE_BODY)
  @ZodResponse({ status: 201, type: PackageResponse })
  async upload(
    @Session() session: CurrentSession,
    @Query() query: UploadPackageQuery,
    @Req() { body }: Request,
  ) {
    const content = fileOf(body, MAX_PACKAGE_BYTES);
    const card = readCard(query.card);
    const { name, version, target } = readPackage(content);
    const id = sha256(content).slice(0, 2 * PACKAGE_ID_BYTES);
    const kept = await this.tenants.run(session, async (client, tenantId) => {
      const fresh = {
        ...{ id, name, version: String(version), target, card, content },
        ...{ createdMs: this.clock.nowMs(), createdBy: session.userId },
      };
      await insertPackage(client, tenantId, fresh, MAX_PACKAGES);
      return findPackage(client, tenantId, id);
    });
    return showPackage(kept!);
  }

  /** Devices that are fetching it get no more of it. */
  @Delete(':id')
  @HttpCode(204)
  async remove(@Session() session: CurrentSession, @Param() { id }: PackageParams): Promise<void> {
    await this.tenants.run(session, (client, tenantId) => deletePackage(client, tenantId, id));
  }
}

function showPackage({ createdMs, ...rest }: StoredPackage): ModelPackageResponse {
  return { ...rest, createdAt: iso(createdMs) };
}

const cardSchema = z.record(z.string(), z.unknown());

function readCard(text: string): Record<string, unknown> {
  try {
    return cardSchema.parse(JSON.parse(text));
  } catch {
    throw apiError('INPUT.INVALID', '"card" is not a JSON object');
  }
}
