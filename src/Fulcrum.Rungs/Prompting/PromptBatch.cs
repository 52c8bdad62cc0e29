using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Prompting;

/// <summary>The prompts of several inputs.</summary>
/// <param name="Prompts">What the model is given, in the order of the inputs.</param>
/// <param name="Milliseconds">What each took to make.</param>
internal sealed record PromptBatch(FormattedPrompt[] Prompts, double[] Milliseconds)
{
    /// <summary>Makes the prompts.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="format">Makes one prompt of a text.</param>
    /// <param name="cancellationToken">Looked at before each input.</param>
    /// <exception cref="UnreadableTextsException">Names every input that does not fit the model.</exception>
    public static PromptBatch Create(IReadOnlyList<TaskInput> inputs, Func<string, FormattedPrompt> format, CancellationToken cancellationToken)
    {
        var batch = new PromptBatch(new FormattedPrompt[inputs.Count], new double[inputs.Count]);
        var faults = new List<(int, InputError)>();
        foreach (var (index, input) in inputs.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            try
            {
                batch.Prompts[index] = format(input.Text);
            }
            catch (InputException refused)
            {
                faults.AddRange(refused.Errors.Select(error => (index, error)));
            }

            batch.Milliseconds[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return faults.Count == 0 ? batch : throw new UnreadableTextsException(inputs, faults);
    }

    /// <summary>The answer to one of the inputs, with the tokens that the model read.</summary>
    /// <param name="index">Position of the input.</param>
    /// <param name="answer">The answer without them.</param>
    public Answer Complete(int index, Answer answer) => answer with
    {
        PromptTokens = Prompts[index].Tokens.Length, WasCut = Prompts[index].WasCut, Milliseconds = Milliseconds[index] + answer.Milliseconds,
    };
}
