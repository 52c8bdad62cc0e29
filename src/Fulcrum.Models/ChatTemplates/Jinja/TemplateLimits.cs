namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// How far a template may go: far beyond what conversations need, and short of what fills the stack, the memory or the time.
/// <see cref="RenderBudget"/> counts.
/// </summary>
internal static class TemplateLimits
{
    /// <summary>Characters of a template.</summary>
    public const int Source = 1 << 20;

    /// <summary>Brackets and blocks within each other. CPython stops at 200 brackets and 20 blocks.</summary>
    public const int Nesting = 100;

    /// <summary>Arguments of a call, parameters of a macro. CPython allowed 255 for long.</summary>
    public const int Arguments = 255;

    /// <summary>Macros called within each other; lists and mappings within each other where they are written or compared.</summary>
    public const int Depth = 200;

    /// <summary>Operations of one rendering; going through a long text counts as many. About a second.</summary>
    public const long Steps = 10_000_000;

    /// <summary>Bytes of all texts, lists and mappings that one rendering makes.</summary>
    public const long Bytes = 256L << 20;

    /// <summary>Elements of a <c>range</c>: as in the sandbox of Jinja.</summary>
    public const int Range = 100_000;

    /// <summary>The largest width or count that a filter or method takes.</summary>
    public const int Count = 1_000_000;
}
