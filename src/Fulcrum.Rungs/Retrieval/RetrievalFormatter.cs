using Fulcrum.Data;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>Puts before each text the examples that are most like it, the nearest last.</summary>
/// <param name="prompt">The prompt, without examples of its own.</param>
/// <param name="finder">Finds the examples.</param>
/// <param name="train">Where they are from.</param>
/// <param name="calibration">Examples before a text without content, which is like none.</param>
/// <param name="shots">How many examples.</param>
internal sealed class RetrievalFormatter(
    PromptFormatter prompt, IExampleFinder finder, IReadOnlyList<Example> train, Example[] calibration, int shots) : IPromptFormatter
{
    // By identity: a text may be asked about more than once, and two may be alike.
    private readonly HashSet<string> shortened = new(ReferenceEqualityComparer.Instance);

    private readonly HashSet<Example> shown = [];

    /// <summary>Examples that prompts have shown so far.</summary>
    public IReadOnlyCollection<Example> Shown => shown;

    /// <summary>Texts so far whose prompts show fewer examples, for want of room.</summary>
    public int Shortened => shortened.Count;

    public IReadOnlyList<string> Labels => prompt.Labels;

    public IReadOnlyList<int[]> Continuations => prompt.Continuations;

    public int AnswerTokens => prompt.AnswerTokens;

    public IReadOnlyList<string> Notes => prompt.Notes;

    public FormattedPrompt Format(string text) => FormatWith(text, [.. finder.Nearest(text, shots).Reverse().Select(index => train[index])]);

    public FormattedPrompt FormatContentFree(string text) => FormatWith(text, calibration);

    // Examples are left out before a text is.
    public void RequireFit(IEnumerable<Example> examples) => prompt.RequireFit(examples);

    /// <summary>Leaves out the farthest examples where the model has no room for all.</summary>
    private FormattedPrompt FormatWith(string text, Example[] examples)
    {
        for (var first = 0; first < examples.Length; first++)
        {
            if (prompt.FormatWith(text, examples[first..]) is not { } formatted) continue;
            if (first > 0) shortened.Add(text);
            shown.UnionWith(examples[first..]);
            return formatted;
        }

        if (examples.Length > 0) shortened.Add(text);
        return prompt.Format(text);
    }
}
