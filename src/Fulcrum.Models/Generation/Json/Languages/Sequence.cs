namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>One string after another.</summary>
internal sealed class Sequence(LanguageAlgebra algebra, int id, RegularLanguage first, RegularLanguage second)
    : RegularLanguage(id, first.HasEmpty && second.HasEmpty, Add(first.Shortest, second.Shortest))
{
    public RegularLanguage First => first;

    public RegularLanguage Second => second;

    protected override RegularLanguage Derive(byte value)
    {
        // In a loop, as a chain may be long: each part may begin where all before it may be empty.
        var choices = new List<RegularLanguage>();
        RegularLanguage rest = this;
        while (rest is Sequence chain)
        {
            choices.Add(algebra.Sequence(chain.First.After(value), chain.Second));
            if (!chain.First.HasEmpty) return choices is [var only] ? only : algebra.Choice([.. choices]);
            rest = chain.Second;
        }

        return algebra.Choice([.. choices, rest.After(value)]);
    }
}
