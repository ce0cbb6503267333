import nx from '@nx/eslint-plugin';
import importPlugin from 'eslint-plugin-import';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Who may import whom: kernel ← contracts ← pure ← adapters, platform ← services ← shell (see ARCHITECTURE.md). */
export const boundaries = [
  { sourceTag: 'type:kernel', onlyDependOnLibsWithTags: ['type:kernel'] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:kernel'] },
  { sourceTag: 'type:pure', onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:pure'] },
  {
    sourceTag: 'type:adapter',
    onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:pure', 'type:adapter'],
  },
  {
    sourceTag: 'type:platform',
    onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:pure', 'type:adapter', 'type:platform'],
  },
  {
    sourceTag: 'type:service',
    onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:pure', 'type:adapter', 'type:platform'],
  },
  { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:pure'] },
  { sourceTag: 'scope:web', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  {
    sourceTag: 'type:shell',
    onlyDependOnLibsWithTags: [
      'type:kernel',
      'type:contracts',
      'type:pure',
      'type:adapter',
      'type:platform',
      'type:service',
    ],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:pure', 'type:adapter', 'type:platform'],
  },
];

/** Specs may also use the test harnesses; those start real parts, hence know the adapters: a circle, but of specs alone. */
const circlesOfSpecs = [['@fettle/testing', '@fettle/!(testing)']];
const specBoundaries = boundaries.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, 'type:testing'],
}));
const boundaryOptions = {
  allow: [],
  enforceBuildableLibDependency: false,
  ignoredCircularDependencies: circlesOfSpecs,
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/.nx/**', '**/.cache/**', '**/artefacts/**', '**/vite.config.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    plugins: { '@nx': nx, import: importPlugin },
    settings: { 'import/resolver': { typescript: { project: 'tsconfig.base.json' } } },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { ...boundaryOptions, depConstraints: boundaries }],
      'import/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-var': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
    },
  },
  {
    files: [
      'libs/{kernel,contracts,frame,windowing,forecasting,alerting,domains,tinyml,features,training,model-package,device-models}/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts', '**/*.integration-spec.ts', 'libs/kernel/src/clock.ts', '**/clock.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: 'time is an argument',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time is an argument' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'chance is an argument',
        },
        { selector: "MemberExpression[object.name='process']", message: 'no environment in pure code' },
      ],
    },
  },
  {
    files: [
      '**/*.spec.ts',
      '**/*.integration-spec.ts',
      '**/*.e2e-spec.ts',
      '**/spec-builders/**/*.ts',
      'tests/**/*.ts',
      'libs/testing/src/**/*.ts',
    ],
    rules: {
      '@nx/enforce-module-boundaries': ['error', { ...boundaryOptions, depConstraints: specBoundaries }],
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['apps/dashboard/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['apps/fettle/src/**/*.ts'], rules: { 'no-console': 'off' } },
);
