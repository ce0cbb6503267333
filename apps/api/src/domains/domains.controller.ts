import { Get } from '@nestjs/common';
import { domainListResponseSchema } from '@fettle/contracts';
import { DOMAIN_PACKS } from '@fettle/domains';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { showDomain } from './domain-views';

class DomainListResponse extends createZodDto(domainListResponseSchema) {}

/** What kinds of machines there are. */
@ApiController('domains')
export class DomainsController {
  @Get()
  @ZodResponse({ type: DomainListResponse })
  list() {
    return { items: DOMAIN_PACKS.map(showDomain), nextCursor: null };
  }
}
