using Fulcrum.Data;
using Fulcrum.Rungs.Answers;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>Puts before each text the examples that are most like it, the nearest last.</summary>
/// <param name="prompt">The prompt, without examples of its own.</param>
/// <param name="finder">Finds the examples.</param>
/// <param name="train">Where they are from.</param>
/// <param name="calibration">Examples before a text without content, which is like none.</param>
/// <param name="shots">How many examples.</param>
internal sealed class RetrievalFormatter(
    PromptFormatter prompt, IExampleFinder finder, IReadOnlyList<Example> train, IReadOnlyList<Example> calibration, int shots) : IPromptFormatter
{
    private readonly HashSet<Example> _shown = [];
    private int _shortened;

    public IReadOnlyList<string> Labels => prompt.Labels;

    public AnswerStyle Style => prompt.Style;

    public IReadOnlyList<int[]> Continuations => prompt.Continuations;

    public int AnswerTokens => prompt.AnswerTokens;

    public IReadOnlyList<string> Notes => prompt.Notes;

    public IReadOnlyList<string> PredictionNotes =>
    [
        .. _shortened > 0 ? [$"{_shortened} prompts show fewer than {shots} examples: the context of the model is full."] : Array.Empty<string>(),
        .. prompt.NoteOnShots(_shown),
    ];

    public FormattedPrompt Format(string text) => FormatWith(text, [.. finder.Nearest(text, shots).Reverse().Select(index => train[index])]);

    public FormattedPrompt FormatContentFree(string text) => FormatWith(text, [.. calibration]);

    // Examples are left out before a text is.
    public InputError? Check(string text) => prompt.Check(text);

    /// <summary>Leaves out the farthest examples where the model has no room for all.</summary>
    private FormattedPrompt FormatWith(string text, Example[] examples)
    {
        for (var first = 0; first < examples.Length; first++)
        {
            if (prompt.FormatWith(text, examples[first..]) is not { } formatted) continue;
            if (first > 0) _shortened++;
            _shown.UnionWith(examples[first..]);
            return formatted;
        }

        if (examples.Length > 0) _shortened++;
        return prompt.Format(text);
    }
}
