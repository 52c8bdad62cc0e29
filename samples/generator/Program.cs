using System.Globalization;
using Fulcrum.Samples;
using Fulcrum.Samples.MailProtect;
using Fulcrum.Samples.SupportIntents;
using Fulcrum.Samples.SupportTags;

// dotnet run --project samples/generator [-- SEED]: rewrites the data files beside the generator.
int seed = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2026;
string samples = FindSamples();
SampleFiles.Write(Path.Combine(samples, "mailprotect"), "mail", MailboxGenerator.Generate(seed));
SampleFiles.Write(Path.Combine(samples, "support-intents"), "text", IntentGenerator.Generate(seed));
SampleFiles.Write(Path.Combine(samples, "support-tags"), "text", TagGenerator.Generate(seed), isMultiLabel: true);

static string FindSamples()
{
    for (string? folder = Environment.CurrentDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
    {
        if (File.Exists(Path.Combine(folder, "Fulcrum.slnx")))
        {
            return Path.Combine(folder, "samples");
        }
    }

    throw new DirectoryNotFoundException("Run the generator inside the repository: no folder above this one holds Fulcrum.slnx.");
}
