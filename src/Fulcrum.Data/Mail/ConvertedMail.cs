using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Mail;

/// <summary>A mail as a rung sees it, and what stood beside.</summary>
/// <param name="Text">Subject, an empty line, body.</param>
/// <param name="Headers">All headers but the subject, decoded, names in any case; repeated headers one per line.</param>
/// <param name="Remarks">What was found out or mended, as it stands behind <c>1 mail</c> in a note.</param>
internal sealed record ConvertedMail(string Text, IReadOnlyDictionary<string, string> Headers, IReadOnlyCollection<string> Remarks)
{
    /// <summary>Counts the mail among those of which the same is to be said.</summary>
    public void AddTo(ReadingNotes notes, string id)
    {
        foreach (var remark in Remarks) notes.AddRow("mail", remark, id);
    }
}
