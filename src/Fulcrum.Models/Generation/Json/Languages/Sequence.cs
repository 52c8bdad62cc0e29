namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>One string after another.</summary>
internal sealed class Sequence(LanguageAlgebra algebra, int id, Language first, Language second)
    : Language(id, first.HasEmpty && second.HasEmpty, Add(first.Shortest, second.Shortest))
{
    public Language First => first;

    public Language Second => second;

    protected override Language Derive(byte value)
    {
        var within = algebra.Sequence(first.After(value), second);
        return first.HasEmpty ? algebra.Choice(within, second.After(value)) : within;
    }
}
