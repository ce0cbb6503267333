import {
  applyDecorators,
  Controller,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ZodSerializerInterceptor } from 'nestjs-zod';
import { SessionGuard } from '../sessions/session.guard';
import { InputPipe } from './input.pipe';
import { ProblemFilter } from './problem.filter';

/** Path under which everything lives but health, metrics and the OpenAPI document. */
export const API_PREFIX = 'api/v1';

/**
 * A controller of the REST API under /api/v1: signed in unless a route is `@Public()`, at least a viewer unless it
 * says `@Needs(role)`, input validated, answers checked against their schema, errors as problem documents.
 * Nothing is registered globally, so that services composed with the API are left alone.
 */
export function ApiController(path: string): ClassDecorator {
  return applyDecorators(
    Controller(`${API_PREFIX}/${path}`),
    ApiTags(path),
    ApiBearerAuth(),
    UseFilters(ProblemFilter),
    UseGuards(SessionGuard),
    UsePipes(InputPipe),
    UseInterceptors(ZodSerializerInterceptor),
  );
}
