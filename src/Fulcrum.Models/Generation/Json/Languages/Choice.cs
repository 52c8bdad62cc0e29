namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>The strings of several languages.</summary>
internal sealed class Choice(LanguageAlgebra algebra, int id, Language[] alternatives)
    : Language(id, alternatives.Any(alternative => alternative.HasEmpty), alternatives.Min(alternative => alternative.Shortest))
{
    public IReadOnlyList<Language> Alternatives => alternatives;

    protected override Language Derive(byte value) => algebra.Choice([.. alternatives.Select(alternative => alternative.After(value))]);
}
