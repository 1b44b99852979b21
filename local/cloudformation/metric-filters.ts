import type { MetricValue } from '../aws/world';
import { type Deployment, exists, resolve } from './resolve';
import { asMap, isObject, type Template, type Value, type Values } from './template';

/** What the template's metric filters make of one line of a function's log, as Lambda's JSON format has it. */
export function metricsOf(template: Template, deployment: Deployment, line: Value): readonly Told[] {
  return Object.values(template.resources)
    .filter(({ type }) => type === 'AWS::Logs::MetricFilter')
    .filter((filter) => exists(filter, template, deployment))
    .map(({ properties }) => asMap(resolve(properties, template, deployment), 'MetricFilter'))
    .filter(({ FilterPattern }) => matches(String(FilterPattern), line))
    .flatMap(({ MetricTransformations }) => (Array.isArray(MetricTransformations) ? MetricTransformations : []))
    .flatMap((transformation) => told(asMap(transformation, 'MetricTransformation'), line));
}

type Told = Pick<MetricValue, 'namespace' | 'name' | 'dimensions' | 'value'>;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html, of which this is one form.
function matches(pattern: string, line: Value): boolean {
  const [, selector, expected] = /^\{ (\$\.[\w.]+) = "(\w+)" \}$/.exec(pattern) ?? [];
  if (selector === undefined) throw new Error(`Unknown form of a filter pattern: ${pattern}`);
  return selected(selector, line) === expected;
}

function told(transformation: Values, line: Value): readonly Told[] {
  const { MetricNamespace, MetricName, MetricValue, Dimensions = [] } = transformation;
  const value = selected(String(MetricValue), line);
  // A line without the member that the value is taken from makes no metric.
  if (value === undefined) return [];
  if (typeof value !== 'number') throw new Error(`${MetricValue} selects no number`);
  const dimensions = (Array.isArray(Dimensions) ? Dimensions : []).map((dimension) => {
    const { Key, Value: selector } = asMap(dimension, 'Dimension');
    return [String(Key), String(selected(String(selector), line))] as const;
  });
  const [namespace, name] = [String(MetricNamespace), String(MetricName)];
  return [{ namespace, name, value, dimensions: Object.fromEntries(dimensions) }];
}

function selected(selector: string, line: Value): Value | undefined {
  const [, ...names] = selector.split('.');
  return names.reduce<Value | undefined>((value, name) => (isObject(value) ? value[name] : undefined), line);
}
