namespace Fulcrum.Ladder.Prompts;

/// <summary>How a generated answer is read.</summary>
public enum AnswerFormat
{
    /// <summary>One of the answer words, alone or in a sentence; in a multi-label task a list of them, or <c>none</c>.</summary>
    Words,

    /// <summary>A yes or a no; not in a multi-label task.</summary>
    YesNo,

    /// <summary>
    /// A JSON object; the property whose value is the answer is the one that the prompt shows for it. In a multi-label task its value
    /// is an array, and where the prompt shows no object, the answer is an array.
    /// </summary>
    Json,
}
