using System.Text.Json.Nodes;
using Fulcrum.Data;

namespace Fulcrum.Ladder.Tasks;

/// <summary>What is to be solved: the content of <c>task.yaml</c>, or what was made up for a bare data file.</summary>
public sealed record TaskDefinition
{
    /// <summary>The task's name, shown on the report.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences for the report's head.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the data is made up, which is said wherever it is shown.</summary>
    public bool Synthetic { get; init; }

    /// <summary>Where the data is.</summary>
    public required DataSource Data { get; init; }

    /// <summary>The labels in a fixed order; empty: taken from the data, ordinal order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Prompts to try; empty: one is made from the labels.</summary>
    public IReadOnlyList<PromptDefinition> Prompts { get; init; } = [];

    /// <summary>Settings per rung name that replace the defaults, e.g. <c>lora: {learning_rates: [2e-4]}</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Rungs { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>The task with nothing left to be guessed: the labels as split, and a prompt where it had none.</summary>
    /// <param name="labels">The labels of the data, in the order of the split.</param>
    /// <exception cref="InputException">The prompts speak of labels that the data does not have.</exception>
    public TaskDefinition ForLabels(IReadOnlyList<string> labels)
    {
        var errors =
            from prompt in Prompts
            from label in prompt.Answers.Keys
            where !labels.Contains(label)
            select new InputError($"Prompt `{prompt.Name}` has an answer for `{label}`, which is not a label of the data.")
            {
                Remedy = NearestName.Remedy(label, [.. labels]),
            };
        if (errors.ToArray() is { Length: > 0 } found) throw new InputException(found);
        return this with { Labels = labels, Prompts = Prompts.Count > 0 ? Prompts : [DefaultPrompt.Create()] };
    }
}

/// <summary>One prompt.</summary>
public sealed record PromptDefinition
{
    /// <summary>Its name in the report.</summary>
    public required string Name { get; init; }

    /// <summary>Optional system message.</summary>
    public string? System { get; init; }

    /// <summary>The user message with <c>{text}</c> where the text goes, and <c>{labels}</c> where the label list goes.</summary>
    public required string Template { get; init; }

    /// <summary>Per label what the model is to answer; a label that is missing answers with its own name.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>How a generated answer is read.</summary>
    public AnswerFormat Format { get; init; } = AnswerFormat.Words;

    /// <summary>Whether a model is held to one of the answers when it generates, so that each can be read; for the format json.</summary>
    public bool Constrained { get; init; }
}

/// <summary>How a generated answer is read.</summary>
public enum AnswerFormat
{
    /// <summary>One of the answer words, alone or in a sentence.</summary>
    Words,

    /// <summary>A yes or a no.</summary>
    YesNo,

    /// <summary>A JSON object; the property whose value is the answer is the one that the prompt shows for it.</summary>
    Json,
}
