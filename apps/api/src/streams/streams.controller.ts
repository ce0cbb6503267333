import { Get, Inject } from '@nestjs/common';
import { streamsResponseSchema } from '@fettle/contracts';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { type CurrentSession, Session } from '../sessions/current-session';
import { StreamsService } from './streams.service';

class StreamsResponse extends createZodDto(streamsResponseSchema) {}

/** Is the platform well? */
@ApiController('streams')
export class StreamsController {
  constructor(@Inject(StreamsService) private readonly streams: StreamsService) {}

  @Get()
  @ZodResponse({ type: StreamsResponse })
  look(@Session() session: CurrentSession) {
    return this.streams.look(session);
  }
}
