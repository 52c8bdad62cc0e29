using Fulcrum.Web.Formatting;
using Fulcrum.Web.Tests.MadeUp;

namespace Fulcrum.Web.Tests.Formatting;

public class TrialNamesTests
{
    [Fact]
    public void A_rung_tried_once_is_called_by_its_name()
    {
        var trials = MadeUpReport.MailProtect().Trials;
        var names = new TrialNames(trials);
        Assert.All(trials, t => Assert.Equal(t.Rung.Name, names[t.Trial.Id]));
    }

    [Fact]
    public void A_rung_tried_with_two_models_names_the_model_and_twins_are_numbered()
    {
        var trials = MadeUpReport.Large().Trials;
        var names = trials.Select(t => new TrialNames(trials)[t.Trial.Id]).ToList();
        Assert.Contains("lora · SmolLM2-135M-Instruct", names);
        Assert.Contains("scratch 2", names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal("scratch 2", new TrialNames(trials).Rung("scratch-again"));
        Assert.All(trials.Take(10), t => Assert.Equal(t.Rung.Name, new TrialNames(trials).Rung(t.Trial.Id)));
    }

    [Fact]
    public void An_unknown_trial_is_called_by_its_id() => Assert.Equal("gone-1", new TrialNames([])["gone-1"]);
}
