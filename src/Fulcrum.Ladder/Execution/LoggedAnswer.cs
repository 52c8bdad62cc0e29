using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>What the log says of an answer.</summary>
internal static class LoggedAnswer
{
    /// <summary>The line of an answer to an example; labels by their names.</summary>
    public static Prediction Of(TrialContext context, DatasetPart part, Example example, Answer answer) => new()
    {
        Part = part,
        Id = example.Id,
        Perturbation = example.Copy?.Perturbation,
        Labels = example.Labels,
        Predicted = answer.Labels is { } labels ? context.Task.Kind.ToLabels(labels, context.Data.Labels) : null,
        Probabilities = answer.Probabilities,
        PromptTokens = answer.PromptTokens,
        GeneratedTokens = answer.GeneratedTokens,
        Milliseconds = answer.Milliseconds,
        Raw = answer.Raw,
    };
}
