using System.Runtime.InteropServices;

namespace Fulcrum.Models.Tokenization;

/// <summary>
/// Keeps text from others apart from the markup that a chat template puts around it: a <c>&lt;|im_end|&gt;</c> that somebody typed
/// stays ordinary text, while the template's own becomes the token. Text is protected, then rendered, then encoded here.
/// </summary>
/// <remarks>The marks are noncharacters (Unicode 16, section 23.7), which no text holds that is meant for others. They stand only around text that spells an added token, so that all other text is rendered and encoded as if there were none.</remarks>
public static class ProtectedText
{
    private const char Start = '\uFDD0';
    private const char End = '\uFDD1';

    /// <summary>The text, with marks around it where it spells an added token.</summary>
    public static string Protect(this Tokenizer tokenizer, string text)
    {
        var clean = text.Replace(Start, '\uFFFD').Replace(End, '\uFFFD');
        return tokenizer.Encode(clean).Any(tokenizer.IsMarkup) ? Start + clean + End : clean;
    }

    /// <summary>The tokens of a rendered text: added ones as the template wrote them, none from what was protected.</summary>
    /// <param name="tokenizer">The tokenizer that protected the parts.</param>
    /// <param name="text">The text with its marks.</param>
    /// <param name="addSpecialTokens">Whether the post-processor adds its special tokens.</param>
    public static int[] EncodeProtected(this Tokenizer tokenizer, string text, bool addSpecialTokens = false)
    {
        if (!text.Contains(Start, StringComparison.Ordinal)) return tokenizer.Encode(text, addSpecialTokens);
        var ids = new List<int>();
        var part = new List<int>();
        for (var (at, isProtected) = (0, false); at < text.Length; isProtected = !isProtected)
        {
            var end = text.IndexOf(isProtected ? End : Start, at);
            if (end < 0) end = text.Length;
            tokenizer.Encode(text.AsSpan(at, end - at), part, recognizeSpecialTokens: !isProtected);
            ids.AddRange(CollectionsMarshal.AsSpan(part));
            at = end + 1;
        }

        if (addSpecialTokens) tokenizer.AddSpecialTokens(ids);
        return [.. ids];
    }
}
