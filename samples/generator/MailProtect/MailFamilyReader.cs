using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>
/// Reads families from text: <c>## name</c>, lines <c>key: value</c>, an empty line, then paragraphs. A line <c>/</c>
/// separates wordings of one paragraph, <c>? </c> at its start makes it optional, and <c>&gt;&gt;&gt;</c> opens the quoted mail.
/// </summary>
internal static class MailFamilyReader
{
    /// <summary>The families of one embedded file.</summary>
    /// <exception cref="FormatException">A family is not well formed; the message names it.</exception>
    public static IEnumerable<MailFamily> Read(string file)
    {
        var lines = new List<string>();
        foreach (string line in EmbeddedText.Lines(file).Append("## "))
        {
            if (line.StartsWith("##", StringComparison.Ordinal) && lines.Count > 0)
            {
                yield return ReadFamily(file, lines);
                lines.Clear();
            }

            if (lines.Count > 0 || line.Length > 0)
            {
                lines.Add(line);
            }
        }
    }

    private static MailFamily ReadFamily(string file, List<string> lines)
    {
        string name = lines[0][2..].Trim();
        try
        {
            int headerEnd = lines.IndexOf("");
            ILookup<string, string> header = lines[1..headerEnd]
                .ToLookup(line => line[..line.IndexOf(':', StringComparison.Ordinal)], line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            int quote = lines.IndexOf(">>>");
            int bodyEnd = quote < 0 ? lines.Count : quote;
            return new MailFamily
            {
                Name = name,
                Label = header["label"].Single(),
                Part = header["part"].Single(),
                Automatic = header["kind"].Single() == "automatic",
                From = Template.Parse(header["from"].Single()),
                Subjects = [.. header["subject"].Select(Template.Parse)],
                Attachment = header["attachment"].Select(Template.Parse).SingleOrDefault(),
                QuotedSender = header["answers"].Concat(header["forwards"]).Select(Template.Parse).SingleOrDefault(),
                Forwards = header.Contains("forwards"),
                Disguises = [.. header["disguise"].SelectMany(value => value.Split(' '))],
                Body = Paragraphs(lines[headerEnd..bodyEnd]),
                Quoted = quote < 0 ? [] : Paragraphs(lines[(quote + 1)..]),
            };
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"{file}, family '{name}': {exception.Message}", exception);
        }
    }

    private static List<Paragraph> Paragraphs(IEnumerable<string> lines) =>
        [.. string.Join('\n', lines).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Trim('\n'))
            .Where(block => block.Length > 0)
            .Select(block => new Paragraph(
                block.StartsWith("? ", StringComparison.Ordinal),
                [.. (block.StartsWith("? ", StringComparison.Ordinal) ? block[2..] : block).Split("\n/\n").Select(Template.Parse)]))];
}
