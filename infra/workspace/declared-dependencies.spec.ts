import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const workspaces = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .map((name) => join(ROOT, folder, name))
    .filter((dir) => existsSync(join(dir, 'package.json'))),
);
const manifestOf = (dir: string): Manifest =>
  JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest;

/** Sources that are there at run time: no specs, nor what only they use. */
function sources(dir: string): string[] {
  return readdirSync(join(dir, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(
      (path) =>
        /\.tsx?$/.test(path) && !/(spec\.tsx?|\.d\.ts)$/.test(path) && !path.includes('spec-builders'),
    )
    .map((path) => join(dir, 'src', path));
}

/** Packages that the compiled file loads; imports of types alone leave nothing behind. */
function loadedPackages(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== null) found.push(specifier);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

function specifierOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node)) return isOfTypes(node.importClause) ? null : textOf(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? null : textOf(node.moduleSpecifier);
  if (!ts.isCallExpression(node)) return null;
  const loads =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return loads ? textOf(node.arguments[0]) : null;
}

function isOfTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function textOf(node: ts.Node | undefined): string | null {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;
}

/** An image without development dependencies has what the code loads. */
describe('dependencies', () => {
  it.each(workspaces.map((dir) => [relative(ROOT, dir), dir]))(
    '%s declares every package that it loads',
    (_, dir) => {
      const { name, dependencies, devDependencies } = manifestOf(dir);
      // What tests with is never in an image.
      const declared = name === '@fettle/testing' ? { ...dependencies, ...devDependencies } : dependencies;
      const missing = sources(dir).flatMap((file) =>
        loadedPackages(file)
          .filter((loaded) => loaded !== name && !(loaded in (declared ?? {})))
          .map((loaded) => `${relative(dir, file)} loads ${loaded}`),
      );
      expect(missing).toEqual([]);
    },
  );

  it('sees imports, exports and calls that load, and not those of types', () => {
    const loaded = loadedPackages(join(__dirname, 'declared-dependencies.spec.ts'));
    expect(loaded).toEqual(['typescript']);
  });
});
