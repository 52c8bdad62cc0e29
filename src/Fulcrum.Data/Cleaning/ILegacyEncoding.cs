namespace Fulcrum.Data.Cleaning;

/// <summary>An encoding from before Unicode that a text shows by the characters it would have in it.</summary>
internal interface ILegacyEncoding
{
    TextEncoding Encoding { get; }

    /// <summary>How many characters beyond ASCII are common, how many are not, and how many bytes are none; all zero where the text cannot be of this encoding.</summary>
    (double Common, double Other, double Broken) Count(ReadOnlySpan<byte> text);
}
