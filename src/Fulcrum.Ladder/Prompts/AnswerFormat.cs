namespace Fulcrum.Ladder.Prompts;

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
