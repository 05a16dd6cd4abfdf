"""What is done about a hot issue: confirmed, reported (信息直报), followed up (督查跟踪), closed."""
