namespace Fulcrum.Rungs.Answers;

/// <summary>The ways to write true and false; they stand for each other where one of two answers is a yes and the other a no.</summary>
internal sealed class BooleanForms
{
    private static readonly string[] True = ["true", "yes", "y", "1"];
    private static readonly string[] False = ["false", "no", "n", "0"];

    private readonly int _yes;
    private readonly int _no;

    private BooleanForms(int yes, int no) => (_yes, _no) = (yes, no);

    /// <summary>For two folded answers of which one is a yes and the other a no; null for others.</summary>
    public static BooleanForms? For(string[] answers)
    {
        if (answers.Length != 2) return null;
        var yes = Array.FindIndex(answers, True.Contains);
        var no = Array.FindIndex(answers, False.Contains);
        return yes >= 0 && no >= 0 ? new BooleanForms(yes, no) : null;
    }

    /// <summary>Whether a folded text is a yes or a no; <see langword="null"/> where it is neither.</summary>
    public static bool? Of(string text) => True.Contains(text) ? true : False.Contains(text) ? false : null;

    /// <summary>The answer that a folded text stands for, or null.</summary>
    public int? IndexOf(string text) => Of(text) is { } isYes ? isYes ? _yes : _no : null;
}
