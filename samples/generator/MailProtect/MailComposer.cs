using System.Globalization;
using System.Text.RegularExpressions;
using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>Makes one mail of a family: words, thread, typing errors, disguise. Nothing here looks at the label.</summary>
internal static partial class MailComposer
{
    /// <summary>The source of the mail.</summary>
    public static string Compose(MailFamily family, Scene scene)
    {
        SeededRandom random = scene.Random;
        HashSet<string> disguises = [.. family.Disguises.Where(_ => random.Chance(60))];
        DateTimeOffset date = MailDates.Choose(family, scene);

        List<string> body = Paragraph.Render(family.Body, scene);
        QuotedMail? quoted = Quoted(family, scene, date);
        string subject = random.Pick(family.Subjects).Write(scene);
        if (quoted is not null && !AnswerOrForward().IsMatch(subject))
        {
            subject = (quoted.Forwarded ? "Fwd: " : "Re: ") + subject;
        }

        if (random.Chance(family.Automatic ? 6 : 40))
        {
            body = [.. body.Select(text => Typos.Add(text, random))];
        }

        if (disguises.Contains("homoglyphs"))
        {
            (subject, body) = (Disguise.Homoglyphs(subject, random), [.. body.Select(text => Disguise.Homoglyphs(text, random))]);
        }

        if (disguises.Contains("zero-width"))
        {
            (subject, body) = (Disguise.ZeroWidth(subject, random), [.. body.Select(text => Disguise.ZeroWidth(text, random))]);
        }

        if (disguises.Contains("padding"))
        {
            body[0] = Disguise.Padding(random) + body[0];
        }

        var mail = new MailDraft(subject, date, body, quoted, disguises.Contains("pictures"), disguises.Contains("base64"));
        return MailSource.Write(family, scene, mail);
    }

    private static QuotedMail? Quoted(MailFamily family, Scene scene, DateTimeOffset date)
    {
        bool chatter = family.QuotedSender is null;
        if (chatter && (family.Automatic || !scene.Random.Chance(25)))
        {
            return null;
        }

        List<string> paragraphs = chatter ? [scene["chatter"]] : Paragraph.Render(family.Quoted, scene);
        string sender = chatter ? $"{scene["me.name"]} <{scene["me.mail"]}>" : family.QuotedSender!.Write(scene);
        string when = date.AddDays(-scene.Random.Below(3)).AddMinutes(-20 - scene.Random.Below(200)).ToString("ddd, d MMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture);
        return new QuotedMail(
            family.Forwards ? $"---------- Forwarded message ----------\nFrom: {sender}\nDate: {when}" : $"On {when}, {sender} wrote:",
            family.Forwards,
            paragraphs);
    }

    [GeneratedRegex("^(Re|Fwd):")]
    private static partial Regex AnswerOrForward();
}
