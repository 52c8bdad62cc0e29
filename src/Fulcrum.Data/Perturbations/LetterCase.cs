namespace Fulcrum.Data.Perturbations;

/// <summary>Writes the whole text in capitals or in small letters, drawn; where that changes nothing, the other (TextFlint's case transformation).</summary>
internal sealed class LetterCase : IPerturbation
{
    public string Name => "case";

    public string Apply(string text, Random random)
    {
        Func<char, char>[] cases = random.Next(2) == 0 ? [char.ToUpperInvariant, char.ToLowerInvariant] : [char.ToLowerInvariant, char.ToUpperInvariant];
        var single = new SingleCharacters(text);
        var changed = In(cases[0]);
        return changed == text ? In(cases[1]) : changed;

        string In(Func<char, char> convert) => string.Create(text.Length, text, (characters, source) =>
        {
            for (var i = 0; i < characters.Length; i++) characters[i] = single[i] && char.IsLetter(source[i]) ? convert(source[i]) : source[i];
        });
    }
}
