namespace Fulcrum.Rungs.Answers;

/// <summary>What models write before their answer to find it, in the forms that reasoning models use.</summary>
internal static class Reasoning
{
    private static readonly (string Open, string Close)[] Tags =
    [
        ("<think>", "</think>"),
        ("<thinking>", "</thinking>"),
        ("<thought>", "</thought>"),
        ("<reasoning>", "</reasoning>"),
        ("<reflection>", "</reflection>"),
        ("<seed:think>", "</seed:think>"),
        ("[THINK]", "[/THINK]"),
        ("\u25C1think\u25B7", "\u25C1/think\u25B7"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
        ("<|channel|>analysis", "<|channel|>final<|message|>"),
    ];

    /// <summary>
    /// What follows the reasoning: behind the last tag that closes one, since templates may have written the opening tag
    /// themselves, and before an opening tag that is never closed.
    /// </summary>
    public static string Strip(string written)
    {
        foreach (var (open, close) in Tags)
        {
            if (written.LastIndexOf(close, StringComparison.OrdinalIgnoreCase) is var closed and >= 0) written = written[(closed + close.Length)..];
            if (written.IndexOf(open, StringComparison.OrdinalIgnoreCase) is var opened and >= 0) written = written[..opened];
        }

        return written;
    }
}
