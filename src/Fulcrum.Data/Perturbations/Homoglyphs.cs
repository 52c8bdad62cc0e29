namespace Fulcrum.Data.Perturbations;

/// <summary>
/// Replaces one Latin letter in ten, at least one, by the Cyrillic one that looks the same: a visual attack (VIPER, Eger et al. 2019,
/// NAACL) with the pairs that the Unicode confusables (UTS #39) call the same.
/// </summary>
internal sealed class Homoglyphs : IPerturbation
{
    private const double ShareOfLetters = 0.1;

    private const string Latin = "aceijopsxyABCEHIJKMOPSTXY";
    private const string Cyrillic = "\u0430\u0441\u0435\u0456\u0458\u043E\u0440\u0455\u0445\u0443"
        + "\u0410\u0412\u0421\u0415\u041D\u0406\u0408\u041A\u041C\u041E\u0420\u0405\u0422\u0425\u04AE";

    public string Name => "homoglyphs";

    public string Apply(string text, Random random)
    {
        var single = new SingleCharacters(text);
        var places = Draw.Share(Enumerable.Range(0, text.Length).Where(i => single[i] && Latin.Contains(text[i])), ShareOfLetters, random);
        if (places.Count == 0) return text;
        var changed = text.ToCharArray();
        foreach (var place in places) changed[place] = Cyrillic[Latin.IndexOf(text[place])];
        return new string(changed);
    }
}
