import { Body, Delete, Get, Header, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { type Clock, uuidv7 } from '@fettle/kernel';
import {
  MAX_MODEL_BYTES,
  MAX_MODELS,
  modelCodeQuerySchema,
  modelCodeResponseSchema,
  modelIdSchema,
  modelListResponseSchema,
  modelReportQuerySchema,
  modelReportResponseSchema,
  modelResponseSchema,
  runModelRequestSchema,
  runModelResponseSchema,
  uploadModelQuerySchema,
} from '@fettle/contracts';
import { deleteModel, insertModel } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import type { Request, Response } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { IdParams } from '../http/id.params';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { Needs } from '../sessions/needs.decorator';
import { ModelBench } from './model-bench.service';
import { cNameOf } from './model-jobs';
import { ModelShelf, sha256 } from './model-shelf.service';
import { FILE_BODY, fileOf, OCTET_STREAM } from './octet-stream';

class ModelParams extends createZodDto(z.object({ id: modelIdSchema })) {}
class ModelListResponse extends createZodDto(modelListResponseSchema) {}
class ModelResponse extends createZodDto(modelResponseSchema) {}
class UploadModelQuery extends createZodDto(uploadModelQuerySchema) {}
class ModelCodeQuery extends createZodDto(modelCodeQuerySchema) {}
class ModelCodeResponse extends createZodDto(modelCodeResponseSchema) {}
class ModelReportQuery extends createZodDto(modelReportQuerySchema) {}
class ModelReportResponse extends createZodDto(modelReportResponseSchema) {}
class RunModelRequest extends createZodDto(runModelRequestSchema) {}
class RunModelResponse extends createZodDto(runModelResponseSchema) {}

/** Models for devices: what they are, what they take, their C, and what they say to an input. */
@ApiController('models')
export class ModelsController {
  constructor(
    @Inject(ModelShelf) private readonly shelf: ModelShelf,
    @Inject(ModelBench) private readonly bench: ModelBench,
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: ModelListResponse })
  async list(@Session() session: CurrentSession) {
    return { items: await this.shelf.list(session), nextCursor: null };
  }

  /** A `.tflite` file; refused with the operator that cannot run, and where it stands. */
  @Post()
  @ApiConsumes(OCTET_STREAM)
  @ApiBody(FILE_BODY)
  @ZodResponse({ status: 201, type: ModelResponse })
  async upload(
    @Session() session: CurrentSession,
    @Query() query: UploadModelQuery,
    @Req() { body }: Request,
  ) {
    const content = fileOf(body, MAX_MODEL_BYTES);
    const hash = sha256(content);
    const card = await this.bench.ask('card', async () => content, hash);
    const createdMs = this.clock.nowMs();
    const id = uuidv7(createdMs);
    await this.tenants.run(session, (client, tenantId) =>
      insertModel(
        client,
        tenantId,
        {
          ...query,
          ...{ id, hash, card, content, createdMs, createdBy: session.userId, domain: query.domain ?? null },
        },
        MAX_MODELS,
      ),
    );
    return this.shelf.show(session, id);
  }

  @Get(':id')
  @ZodResponse({ type: ModelResponse })
  show(@Session() session: CurrentSession, @Param() { id }: ModelParams) {
    return this.shelf.show(session, id);
  }

  /** One of the tenant's own. */
  @Delete(':id')
  @HttpCode(204)
  async remove(@Session() session: CurrentSession, @Param() { id }: IdParams): Promise<void> {
    await this.tenants.run(session, (client, tenantId) => deleteModel(client, tenantId, id));
  }

  /** C99 that computes the same bits: every file, or with `file` that one as text to be saved. */
  @Get(':id/c')
  @ApiOkResponse({ type: ModelCodeResponse.Output })
  async code(
    @Session() session: CurrentSession,
    @Param() { id }: ModelParams,
    @Query() { file }: ModelCodeQuery,
    @Res() response: Response,
  ): Promise<void> {
    const model = await this.shelf.take(session, id);
    const code = await this.bench.ask('code', model.file, model.hash, cNameOf(model.name));
    if (file === undefined) {
      response.json(code);
      return;
    }
    const wanted = code.files.find(({ name }) => name === file);
    if (!wanted)
      throw apiError('MODEL.NO_SUCH_FILE', `the files are ${code.files.map(({ name }) => name).join(', ')}`);
    response.setHeader('Content-Disposition', `attachment; filename="${wanted.name}"`);
    response.type('text/plain; charset=utf-8').send(wanted.text);
  }

  @Get(':id/report')
  @ZodResponse({ type: ModelReportResponse })
  async report(
    @Session() session: CurrentSession,
    @Param() { id }: ModelParams,
    @Query() { target }: ModelReportQuery,
  ) {
    const model = await this.shelf.take(session, id);
    return this.bench.ask('report', model.file, model.hash, target);
  }

  @Get(':id/tflite')
  @ApiProduces(OCTET_STREAM)
  @ApiOkResponse(FILE_BODY)
  @Header('Cache-Control', 'private, no-cache')
  async tflite(
    @Session() session: CurrentSession,
    @Param() { id }: ModelParams,
    @Res() response: Response,
  ): Promise<void> {
    const model = await this.shelf.take(session, id);
    response.setHeader('Content-Disposition', `attachment; filename="${model.name}.tflite"`);
    response.type(OCTET_STREAM).send(Buffer.from(await model.file()));
  }

  @Post(':id/run')
  @Needs('viewer')
  @HttpCode(200)
  @ZodResponse({ type: RunModelResponse })
  async run(
    @Session() session: CurrentSession,
    @Param() { id }: ModelParams,
    @Body() { input, moreInputs }: RunModelRequest,
  ) {
    const model = await this.shelf.take(session, id);
    return this.bench.ask('run', model.file, model.hash, [input, ...moreInputs]);
  }
}
