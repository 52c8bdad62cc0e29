
namespace Fulcrum.Ladder.Rungs;

/// <summary>The names in <see cref="FitReport.Figures"/> of how well generated answers could be read, prompt by prompt.</summary>
public static class AnswerFigures
{
    /// <summary>Answers that were generated to a prompt.</summary>
    public const string Answers = "answers/";

    /// <summary>Those of them that could not be read.</summary>
    public const string Unread = "unread/";

    /// <summary>Their share.</summary>
    public const string Unparsable = "unparsable/";
}
