// Lints source text that is in no file: prints, for each planted import, the rules that refuse it. Reads a JSON list
// of {path, code} on stdin. The project graph is made first: without it the boundary rule only warns and passes.
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import { root } from './freshness.mjs';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const planted = JSON.parse(Buffer.concat(chunks).toString('utf8'));

await createProjectGraphAsync({ exitOnError: true });
const eslint = new ESLint({ cwd: root });
const refused = [];
for (const { path, code } of planted) {
  const [report] = await eslint.lintText(code, { filePath: path });
  refused.push(report.messages.filter(({ severity }) => severity === 2).map(({ ruleId }) => ruleId));
}
process.stdout.write(JSON.stringify(refused));
process.exit(0);
