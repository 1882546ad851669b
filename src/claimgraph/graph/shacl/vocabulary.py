"""The names of SHACL, and the errors that say why a shape is left to pySHACL."""

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.terms import Terms

Term = NamedNode | BlankNode | Literal

SH = Terms(
    "http://www.w3.org/ns/shacl#",
    # shapes and targets
    "NodeShape PropertyShape path property target targetClass targetNode targetSubjectsOf targetObjectsOf deactivated "
    "severity message Violation Warning Info "
    # paths
    "inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath "
    # parameters
    "class_ datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength "
    "pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not_ and_ or_ xone node closed "
    "ignoredProperties hasValue in_ qualifiedValueShape qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint "
    # node kinds
    "IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral "
    # SPARQL
    "sparql select prefixes declare prefix namespace ConstraintComponent parameter optional "
    # reports
    "ValidationReport ValidationResult result conforms focusNode resultPath value sourceShape sourceConstraint "
    "sourceConstraintComponent resultSeverity resultMessage detail "
    # components
    "ClassConstraintComponent DatatypeConstraintComponent NodeKindConstraintComponent MinCountConstraintComponent "
    "MaxCountConstraintComponent MinExclusiveConstraintComponent MinInclusiveConstraintComponent "
    "MaxExclusiveConstraintComponent MaxInclusiveConstraintComponent MinLengthConstraintComponent "
    "MaxLengthConstraintComponent PatternConstraintComponent LanguageInConstraintComponent UniqueLangConstraintComponent "
    "EqualsConstraintComponent DisjointConstraintComponent LessThanConstraintComponent "
    "LessThanOrEqualsConstraintComponent NotConstraintComponent AndConstraintComponent OrConstraintComponent "
    "XoneConstraintComponent NodeConstraintComponent PropertyConstraintComponent QualifiedMinCountConstraintComponent "
    "QualifiedMaxCountConstraintComponent ClosedConstraintComponent HasValueConstraintComponent InConstraintComponent "
    "SPARQLConstraintComponent",
)


#: what SHACL and its advanced features name besides, which this engine does not read
OTHERS = frozenset(
    (
        "AbstractResult ExpressionConstraintComponent Function JSConstraint JSConstraintComponent JSExecutable JSFunction "
        "JSLibrary JSRule JSTarget JSTargetType JSValidator NodeKind Parameter Parameterizable PrefixDeclaration "
        "PropertyGroup ResultAnnotation Rule SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint "
        "SPARQLConstructExecutable SPARQLExecutable SPARQLFunction SPARQLRule SPARQLSelectExecutable SPARQLSelectValidator "
        "SPARQLTarget SPARQLTargetType SPARQLUpdateExecutable Severity Shape Target TargetType TripleRule Validator "
        "annotationProperty annotationValue annotationVarName ask condition construct defaultValue description entailment "
        "expression filterShape group intersection js jsFunctionName jsLibrary jsLibraryURL labelTemplate name "
        "nodeValidator nodes object order predicate propertyValidator resultAnnotation returnType rule shapesGraph "
        "shapesGraphWellFormed subject suggestedShapesGraph this union update validator"
    ).split()
)  # fmt: skip


def is_term(iri: str) -> bool:
    """Whether SHACL declares the IRI, which begins with its namespace.

    >>> is_term("http://www.w3.org/ns/shacl#maxCount"), is_term("http://www.w3.org/ns/shacl#maxCuont")
    (True, False)
    """
    name = iri[len(SH.iri) :].partition("-")[0]  # sh:NotConstraintComponent-not is a parameter of a component
    return name in SH.names or f"{name}_" in SH.names or name in OTHERS


def sh(name: str) -> NamedNode:
    """``sh:name``, also for the names that are Python keywords (class, not, and, or, in).

    >>> sh("class").value
    'http://www.w3.org/ns/shacl#class'
    """
    return NamedNode(SH.iri + name)


class Unsupported(Exception):
    """What this engine does not claim to validate exactly as pySHACL does; the message is the reason."""
