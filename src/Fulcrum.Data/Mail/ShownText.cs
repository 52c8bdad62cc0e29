namespace Fulcrum.Data.Mail;

/// <summary>What a reader of a mail, or of a part of it, sees.</summary>
/// <param name="Text">The text, with what is not text named in brackets.</param>
/// <param name="HasWords">Whether any letter or digit stands in it outside of such brackets.</param>
internal readonly record struct ShownText(string Text, bool HasWords)
{
    public static readonly ShownText Nothing = new("", HasWords: false);

    public static ShownText Of(string text) => new(text, HoldsWords(text));

    public static bool HoldsWords(string text)
    {
        foreach (var character in text)
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character)) return true;
        return false;
    }
}
