// One file for all of them loads a mutant once, and what answers in a moment comes before the laws.
import '../core/policy/cases.test';
import '../core/policy/combine.test';
import '../core/policy/parse.test';
import '../core/policy/canonical.test';
import '../core/policy/evaluate.test';
import '../core/policy/nearest.test';
import '../core/policy/relation.test';
import '../core/policy/soundness.test';
