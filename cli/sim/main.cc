// kwiklab-sim: one simulated run.
int
main()
{
    return 0;
}
