namespace Fulcrum.Models.Tokenization;

/// <summary>How far the patterns and replacements of a tokenizer may go with a text: beyond what any real one needs.</summary>
internal static class TokenizerLimits
{
    /// <summary>For one match of a regular expression. A sound one takes microseconds.</summary>
    public static readonly TimeSpan Match = TimeSpan.FromSeconds(2);

    /// <summary>UTF-16 units that a stage may write, or a decoder make of a token, however short the text is.</summary>
    public const int ShortestLimit = 1 << 20;

    /// <summary>UTF-16 units that a stage may write for each of the text. Unicode's normal forms take up to 18.</summary>
    public const int Growth = 64;

    /// <summary>UTF-16 units that a stage may write for a text of this length.</summary>
    public static int Written(int length) => (int)Math.Min(int.MaxValue / 2, Math.Max(ShortestLimit, (long)length * Growth));
}
