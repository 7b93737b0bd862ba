using SpiNNMan.Async.Campaign.Runs;

return CampaignOptions.Parse(args) switch
{
    null => Usage(),
    { IsWorker: true } options => Worker.Run(options),
    var options => new Supervisor(options, Console.Out).Run(),
};

static int Usage()
{
    Console.WriteLine($"Arguments: {CampaignOptions.Usage}");
    return 2;
}
