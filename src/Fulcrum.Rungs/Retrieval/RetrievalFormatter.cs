using Fulcrum.Data;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>Puts before each text the examples that are most like it, the nearest last.</summary>
/// <param name="prompt">The prompt, without examples of its own.</param>
/// <param name="finder">Finds the examples.</param>
/// <param name="train">Where they are from.</param>
/// <param name="calibration">Examples before a text without content, which is like none.</param>
/// <param name="shots">How many examples.</param>
/// <param name="contextLength">Tokens that prompt and answer may have together.</param>
internal sealed class RetrievalFormatter(
    PromptFormatter prompt, IExampleFinder finder, IReadOnlyList<Example> train, Example[] calibration, int shots, int contextLength) : IPromptFormatter
{
    private readonly int room = contextLength - prompt.Continuations.Max(answer => answer.Length);

    /// <summary>Texts so far that lack examples for want of room.</summary>
    public int Shortened { get; private set; }

    public IReadOnlyList<string> Labels => prompt.Labels;

    public IReadOnlyList<int[]> Continuations => prompt.Continuations;

    public bool SharesExamples => false;

    public FormattedPrompt Format(string text) => Fit(text, [.. finder.Nearest(text, shots).Reverse().Select(index => train[index])]);

    public FormattedPrompt FormatContentFree(string text) => Fit(text, calibration);

    /// <summary>Leaves out the farthest examples where the model has no room for all.</summary>
    private FormattedPrompt Fit(string text, Example[] examples)
    {
        for (var first = 0; ; first++)
        {
            var formatted = prompt.Format(text, examples[first..]);
            if (formatted.Tokens.Length > room && first < examples.Length) continue;
            if (first > 0) Shortened++;
            return formatted;
        }
    }
}
