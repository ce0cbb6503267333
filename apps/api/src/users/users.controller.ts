import { Body, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import {
  createUserRequestSchema,
  createUserResponseSchema,
  pageQuerySchema,
  roleAllows,
  type Role,
  updateUserRequestSchema,
  userListResponseSchema,
  userResponseSchema,
  type UserResponse as User,
} from '@fettle/contracts';
import {
  createUser,
  deleteUser,
  findUser,
  listUsers,
  makeSecret,
  type StoredUser,
  updateUser,
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

class UserListQuery extends createZodDto(pageQuerySchema) {}
class UserListResponse extends createZodDto(userListResponseSchema) {}
class UserResponse extends createZodDto(userResponseSchema) {}
class CreateUserRequest extends createZodDto(createUserRequestSchema) {}
class CreateUserResponse extends createZodDto(createUserResponseSchema) {}
class UpdateUserRequest extends createZodDto(updateUserRequestSchema) {}

function show(user: StoredUser): User {
  return { ...user, createdAt: user.createdAt.toISOString() };
}

/** Nobody gives or takes a role above their own. */
function refuseAbove(session: CurrentSession, role: Role): void {
  if (!roleAllows(session.role, role)) throw apiError('ROLE.TOO_LOW', `only an ${role} may do this`);
}

/** People of the own tenant. */
@ApiController('users')
@Needs('admin')
export class UsersController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: UserListResponse })
  async list(@Session() session: CurrentSession, @Query() query: UserListQuery) {
    const page = { limit: query.limit + 1, after: byName.read(query.cursor) };
    const users = await this.tenants.run(session, (client, tenantId) => listUsers(client, tenantId, page));
    return byName.page(users, query.limit, { key: ({ name, id }) => ({ name, id }), item: show });
  }

  @Post()
  @ZodResponse({ status: 201, type: CreateUserResponse })
  async create(@Session() session: CurrentSession, @Body() body: CreateUserRequest) {
    refuseAbove(session, body.role);
    const password = body.password ?? makeSecret().slice(0, 20);
    const { email, name, role } = body;
    const user = await this.tenants.run(session, async (client, tenantId) => {
      const draft = { tenantId, email, name, role, password };
      return findUser(client, tenantId, await createUser(client, draft, this.clock.nowMs()));
    });
    return { ...show(user!), password: body.password === undefined ? password : null };
  }

  @Patch(':id')
  @ZodResponse({ type: UserResponse })
  async update(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Body() body: UpdateUserRequest,
  ) {
    const user = await this.tenants.run(session, async (client, tenantId) => {
      await this.refuseUnlessBelow(session, await findUser(client, tenantId, id));
      if (body.role) refuseAbove(session, body.role);
      return updateUser(client, tenantId, id, body);
    });
    return show(user);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Session() session: CurrentSession, @Param() { id }: IdParams): Promise<void> {
    await this.tenants.run(session, async (client, tenantId) => {
      await this.refuseUnlessBelow(session, await findUser(client, tenantId, id));
      await deleteUser(client, tenantId, id);
    });
  }

  private async refuseUnlessBelow(session: CurrentSession, user: StoredUser | null): Promise<void> {
    if (!user) throw apiError('USER.NOT_FOUND', 'no such person');
    refuseAbove(session, user.role);
  }
}
