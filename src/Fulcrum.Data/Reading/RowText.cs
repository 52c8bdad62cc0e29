using System.Text;
using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Columns;
using Fulcrum.Data.Mail;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>Makes the text that a rung reads of the columns of a row: mails are converted, what belongs before the text is put there.</summary>
internal sealed class RowText
{
    private static readonly Dictionary<string, string> NoHeaders = [];
    private readonly TextColumns _columns;
    private readonly bool _holdsMails;

    private RowText(TextColumns columns, bool holdsMails) => (_columns, _holdsMails) = (columns, holdsMails);

    /// <summary>How texts are made of these columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">Tell whether the text column holds whole mails, which is noted.</param>
    /// <param name="context">Takes the note.</param>
    public static RowText Of(TextColumns columns, IReadOnlyList<SourceRow> rows, ReadingContext context)
    {
        var sample = rows.Take(100).Select(row => row.Fields.GetValueOrDefault(columns.Text, "")).ToList();
        var holdsMails = sample.Count(MailDetector.LooksLikeMail) >= 0.8 * sample.Count;
        if (holdsMails) context.Notes.Add($"Column `{columns.Text}` holds whole mails: subject and body are the text, headers are kept aside.");
        return new RowText(columns, holdsMails);
    }

    /// <summary>The text of a row, cleaned, and the headers of the mail that it was.</summary>
    /// <param name="row">The row.</param>
    /// <param name="id">How notes call it.</param>
    /// <param name="notes">Takes what is to be said of the mail.</param>
    /// <param name="cancellationToken">Cancels the conversion.</param>
    public (string Text, IReadOnlyDictionary<string, string> Headers) Read(SourceRow row, string id, ReadingNotes notes, CancellationToken cancellationToken)
    {
        var text = Cell.Of(row, _columns.Text) ?? "";
        if (_holdsMails)
        {
            var mail = MailConverter.Convert(Encoding.UTF8.GetBytes(text), cancellationToken);
            mail.AddTo(notes, id);
            return (TextCleaner.Clean(mail.Text), mail.Headers);
        }

        if (Cell.Of(row, _columns.Lead) is { } lead) text = text.Length == 0 ? lead : $"{lead}\n\n{text}";
        return (TextCleaner.Clean(text), NoHeaders);
    }
}
